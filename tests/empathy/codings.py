from cjm_research.model import Coding


def coding(who, kind, label=None, *, quote="some words here", u=1, valence=None, status="confirmed"):
    return Coding(
        guid=f"{who}.{kind}.{label}.{u}.{quote}", transcript=who, participant=who, utterance=u, start=0,
        end=len(quote), quote=quote, kind=kind, label=label, valence=valence, stage="decision", coder="ann",
        status=status,
    )  # fmt: skip
