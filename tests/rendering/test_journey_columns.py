from cjm_research.model import Transition
from cjm_research.rendering.journey_columns import map_columns, skipped_by, ways_back
from cjm_research.rendering.journey_view import map_view
from tests.rendering.full_maps import entry, full_map, step

LANES = ("touchpoint", "thought")


def test_columns_are_stages_or_steps_in_told_order_with_a_rest_where_something_is_left():
    journey_map = full_map()
    assert [c.key for c in map_columns(journey_map, "stages", LANES)] == ["awareness", "purchase", "experience"]
    keys = [c.key for c in map_columns(journey_map, "steps", LANES)]
    assert keys == ["step-shop", "step-call", "step-pay", "purchase.rest", "step-use"]


def test_an_entry_stands_under_the_step_of_its_contact_or_of_the_same_turns():
    view = map_view(full_map(), lanes=("touchpoint",), zoom="steps")
    placed = {cell.column: [item.key for item in cell.shown] for cell in view.lanes[0].cells}
    assert placed["step-call"] == ["touchpoint.2", "touchpoint.3"]  # the second was told of in the same turn
    assert placed["step-shop"] == ["touchpoint.1"]


def test_a_map_without_steps_keeps_its_stages():
    view = map_view(full_map(steps=()), lanes=LANES, zoom="steps")
    assert view.zoom == "stages"
    assert len(view.columns) == 3


def test_ways_back_join_columns_and_lie_on_levels_that_do_not_meet():
    steps = tuple(step(f"s{i}", stage, f"S{i}", None, 2, place=i / 9) for i, stage in enumerate(
        ["awareness", "awareness", "purchase", "purchase", "experience"]))  # fmt: skip
    back = tuple(
        Transition(source=a, target=b, people=n, leaving=5, times=n, is_back=True)
        for a, b, n in (("s4", "s0", 1), ("s3", "s2", 3), ("s1", "s0", 2))
    )
    journey_map = full_map(steps=steps, transitions=back)
    columns = map_columns(journey_map, "steps", ())
    arcs = ways_back(journey_map, columns)
    assert {(arc.source, arc.target, arc.people) for arc in arcs} == {(4, 0, 1), (3, 2, 3), (1, 0, 2)}
    assert [arc.level for arc in arcs] == [0, 0, 1]
    # Drawn in stages, ways inside one stage are no arcs.
    assert [(a.source, a.target) for a in ways_back(journey_map, map_columns(journey_map, "stages", ()))] == [(2, 0)]


def test_forward_ways_are_no_arcs():
    ways = (Transition(source="step-shop", target="step-pay", people=4, leaving=5, times=4),)
    journey_map = full_map(transitions=ways)
    assert ways_back(journey_map, map_columns(journey_map, "stages", ())) == ()


def test_people_who_skip_a_stage_are_counted():
    assert skipped_by(full_map(), "purchase") == 1
    assert skipped_by(full_map(), "awareness") == 0


def test_one_layer_alone_can_be_drawn():
    today = map_view(full_map(), lanes="full", layer="as_is")
    planned = map_view(full_map(), lanes="full", layer="to_be")
    keys = {layer: {i.key for lane in view.lanes for c in lane.cells for i in c.shown if i.evidence or i.own}
            for layer, view in (("as_is", today), ("to_be", planned))}  # fmt: skip
    # The planned journey: today's, with what is planned, without the pains that this answers.
    assert {"solution.1", "success.1"} <= keys["to_be"]
    assert "pain.1" not in keys["to_be"]
    assert "solution.1" not in keys["as_is"]
    assert not today.map.curve_to_be
    assert [point.mean for point in planned.map.curve] == [1.2, 1.2, 1.2]


def test_many_contacts_are_named_by_their_setting_instead_of_left_out():
    from cjm_research.model import JourneyCell
    from cjm_research.model.scheme import TOUCHPOINT_LABELS

    items = tuple(entry(f"t.{label}", label, label=label) for label in TOUCHPOINT_LABELS)
    view = map_view(full_map(cells=(JourneyCell(stage="purchase", lane="touchpoint", items=items),)), n_names=4)
    (cell,) = [c for lane in view.lanes for c in lane.cells if c.more]
    lines = view.more_lines(cell, 3)
    assert [line.split(":")[0] for line in lines] == ["Online", "Offline", "Online or offline"]
    assert "more" in lines[0]
    assert view.more_lines(cell, 0)[0].startswith("Online: +")
