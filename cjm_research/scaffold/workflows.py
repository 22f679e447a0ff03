"""Ways of working from interviews to a plan, as several authors cut it into steps: which step is done by which call."""

from __future__ import annotations

from typing import NamedTuple

from cjm_research.i18n import N_


class Block(NamedTuple):
    """What to do and why, and the cell that does it."""

    text: str
    code: str


class Step(NamedTuple):
    """One step of a workflow: its name, and the blocks that it is made of."""

    title: str
    blocks: tuple[str, ...]


class Workflow(NamedTuple):
    """A way of working, step by step."""

    title: str
    steps: tuple[Step, ...]


# Where there is nothing to draw yet, a cell says so instead of stopping.
_CHART = "{plot} if journey.participants else print(nothing)"

BLOCKS: dict[str, Block] = {
    "interviews": Block(
        N_(
            "What to ask: `cjm guide` lists question guides for customers, for people who do not know the product, "
            "and for experts. Code the interviews in the start notebook: until somebody has, the machine's "
            "suggestions count."
        ),
        "study",
    ),
    "audience": Block(
        N_("Who was interviewed, and which kinds of people are missing? Groups are never counted together."),
        'study.frame("participants")',
    ),
    "personas": Block(
        N_(
            "Who tells alike? The verdict comes first. Look at the groups in the form, give them names, and "
            "keep them: later steps rest on them. One map for each key persona, not one for everybody."
        ),
        "from cjm_widgets import PersonaForm\n\nPersonaForm(study)",
    ),
    "empathy": Block(
        N_("What does the persona think, feel, say and do? Fill it in before you put the journey together."),
        "from cjm_widgets import EmpathyMapForm\n\nEmpathyMapForm(study)",
    ),
    "goals": Block(
        N_("What do people want to reach at each stage, and what do they expect?"),
        'wanted = {"goal", "motivation", "need"}\n'
        "for cell, item in journey.items:\n    if cell.lane in wanted:\n"
        '        print(journey.stage_name(cell.stage), item.text, sep=": ")',
    ),
    "touchpoints": Block(
        N_(
            "Which contacts do people tell of, at which stage, and how did they feel about them? Independent "
            "sources count too."
        ),
        "from cjm_research.charts import plot_touchpoint_heat\n\n"
        + _CHART.format(plot="plot_touchpoint_heat(journey)"),
    ),
    "path": Block(
        N_(
            "Which step follows which? Stages are skipped and come back: the drawing shows every way that "
            "people told of."
        ),
        'study.write_map("all", kind="process", format="svg").name',
    ),
    "emotions": Block(
        N_("Where is the journey pleasant, and where does it hurt? Each bar counts people, not mentions."),
        "from cjm_research.charts import plot_emotion_curve, plot_pains\n\n"
        "pains = study.top_pains(8)\nif pains:\n    display(plot_emotion_curve(journey), plot_pains(pains))\n"
        "else:\n    print(nothing)",
    ),
    "questions": Block(
        N_("What do people ask themselves, and at which stage most?"),
        "from cjm_research.charts import plot_questions\n\n" + _CHART.format(plot="plot_questions(journey)"),
    ),
    "stages": Block(
        N_(
            "The stages people tell of may differ from the textbook. Look how many told of each; rename or add "
            "stages in the form of the map."
        ),
        'for stage in journey.stages:\n    print(journey.stage_name(stage.key), stage.count.k, sep=": ")',
    ),
    "map": Block(
        N_(
            "Everything comes together here. Write down what the map is for, fill gaps, link a solution to each"
            " barrier, and mark what is assumed. Pain, success and turning points belong on every map."
        ),
        "from cjm_widgets import JourneyForm\n\nJourneyForm(study)",
    ),
    "stories": Block(
        N_(
            "One story that holds together, in the people's own words; maps of single people tell what an "
            "average hides."
        ),
        'study.write_map("all", kind="story", format="html").name',
    ),
    "paper": Block(
        N_(
            "The map as a drawing to print and hang up where everybody sees it; for a printer write “pdf” "
            "instead of “svg”."
        ),
        'study.write_map("all", kind="journey", format="svg").name',
    ),
    "priorities": Block(
        N_("What to work on first, with the formula; and what is good and stays as it is."),
        'print(study.priorities("all"))',
    ),
    "plan": Block(
        N_(
            "What is to be done, by whom, until when, and by which figure its effect will be seen. Add to the "
            "plan with study.add_plan_item; measure with the same question as before."
        ),
        'for item in study.plan:\n    print(item.due, item.owner, item.text, sep="  ")',
    ),
    "check": Block(
        N_(
            "What the maps still need before anybody relies on them. Keep a version with "
            "study.keep_journey_version, set a date for the next review, and compare then."
        ),
        'from cjm_research.checking import check_study_maps\n\nprint(*check_study_maps(study), sep="\\n")',
    ),
    "gaps": Block(
        N_(
            "The company's own contacts over those that people tell of: what matches, what nobody mentions, "
            "what is missing. Bring the list in with study.import_inventory."
        ),
        'print(study.gaps("all"))',
    ),
}

WORKFLOWS: dict[str, Workflow] = {
    "five_steps": Workflow(
        N_("Five steps: collect, analyse, map, plan, monitor"),
        (
            Step(N_("Collect what is known"), ("interviews", "audience")),
            Step(N_("Analyse it"), ("personas", "goals", "emotions")),
            Step(N_("Put the map together"), ("touchpoints", "empathy", "map", "stories")),
            Step(N_("Plan the work"), ("priorities", "plan")),
            Step(N_("Work, and watch what changes"), ("check",)),
        ),
    ),
    "nine_steps": Workflow(
        N_("Nine steps: from personas to watching the effect"),
        (
            Step(N_("Personas"), ("interviews", "personas")),
            Step(N_("Goals of the journey"), ("goals",)),
            Step(N_("Touchpoints"), ("touchpoints",)),
            Step(N_("The path"), ("path",)),
            Step(N_("Emotions and barriers"), ("emotions",)),
            Step(N_("Scenarios: does, thinks, feels"), ("empathy", "stories")),
            Step(N_("Put the map together"), ("map",)),
            Step(N_("What to improve and what to keep"), ("priorities",)),
            Step(N_("Work, and watch what changes"), ("plan", "check")),
        ),
    ),
    "six_steps_stories": Workflow(
        N_("Six steps: real stories on the map"),
        (
            Step(N_("Study the audience"), ("audience",)),
            Step(N_("Personas"), ("personas",)),
            Step(N_("Interviews"), ("interviews", "empathy")),
            Step(N_("The key stages"), ("stages",)),
            Step(N_("Choose stories"), ("stories",)),
            Step(N_("Put the map together"), ("map", "priorities")),
        ),
    ),
    "six_steps_questions": Workflow(
        N_("Six steps: from the intent to the paper"),
        (
            Step(N_("Personas"), ("interviews", "personas")),
            Step(N_("What they are after"), ("goals",)),
            Step(N_("Touchpoints"), ("touchpoints",)),
            Step(N_("Questions"), ("questions", "emotions")),
            Step(N_("Priorities"), ("priorities",)),
            Step(N_("Put it on paper"), ("map", "paper")),
        ),
    ),
    "three_steps_gaps": Workflow(
        N_("Three steps: life cycle, touchpoints of both sides, gaps"),
        (
            Step(N_("The life cycle"), ("interviews", "stages", "map")),
            Step(N_("Touchpoints of both sides"), ("touchpoints",)),
            Step(N_("Gaps"), ("gaps", "plan")),
        ),
    ),
    "three_steps_analysis": Workflow(
        N_("Three steps: collect, portraits, interactions"),
        (
            Step(N_("Collect what is known"), ("interviews",)),
            Step(N_("Personas"), ("personas", "empathy")),
            Step(N_("How people and company meet"), ("touchpoints", "emotions", "map")),
        ),
    ),
}
