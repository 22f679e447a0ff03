"""Journey maps as CJML 2.0, the XML of the Customer Journey Modelling Language.

The path of one participant is an *actual* journey, with what the person felt; any other map is a *planned* one, which
knows no experiences. Contacts are communication points between the end user and a provider, other steps are actions.
CJML says who begins a contact; interviews rarely do, so it is always the end user here.

References
----------
Halvorsrud, R., Sanchez, O. R., Boletsis, C. and Skjuve, M. (2021). Involving users in the development of a modeling
language for customer journeys. Software and Systems Modeling; form of the XML: https://cjml.no.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from cjm_research.exchange.xml_text import xml_text
from cjm_research.i18n import _
from cjm_research.model import JourneyMap, JourneyStep, term

VERSION = "2.0"
USER, COMPANY = "user", "company"


def cjml_xml(journey_map: JourneyMap) -> str:
    """A journey map as CJML text; the same map gives the same text.

    Steps of a participant stand in the order of the path and may come back; those of other maps by stage and place.
    Only the journey of today is written.
    """
    is_actual = journey_map.actor == "participant"
    root = ET.Element("CJML", version=VERSION)
    journey = ET.SubElement(root, "actualJourney" if is_actual else "plannedJourney")
    _add(journey, "journeyID", _id("J", journey_map.key or "1"))
    _add(journey, "journeyTitle", journey_map.title)
    _add_phases(journey, journey_map)
    if journey_map.purpose:
        _add(journey, "journeyShortSummary", journey_map.purpose)
    steps = list(_steps(journey_map))
    _add_actors(journey, journey_map, steps)
    touchpoints = ET.SubElement(journey, "touchpoints")
    for number, step in enumerate(steps, start=1):
        _add_touchpoint(touchpoints, journey_map, step, number, "actual" if is_actual else "planned")
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _steps(journey_map: JourneyMap) -> Iterator[JourneyStep]:
    today = {step.key: step for step in journey_map.steps if step.layer == "as_is"}
    if journey_map.actor == "participant" and journey_map.paths:
        yield from (today[key] for key in journey_map.paths[0].steps if key in today)
        return
    order = {stage.key: n for n, stage in enumerate(journey_map.stages)}
    yield from sorted(today.values(), key=lambda step: (order.get(step.stage, len(order)), step.place, step.key))


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = xml_text(text)
    return element


def _id(prefix: str, key: str) -> str:
    """An identifier that XML takes: other letters than Latin ones are spelt by their numbers."""
    return prefix + re.sub("[^A-Za-z0-9_-]", lambda sign: f"_{ord(sign[0]):x}", key)


def _add_phases(journey: ET.Element, journey_map: JourneyMap) -> None:
    phases = ET.SubElement(journey, "journeyPhases")
    for stage in journey_map.stages:
        phase = ET.SubElement(phases, "journeyPhase", phaseID=_id("S", stage.key))
        _add(phase, "phaseName", journey_map.stage_name(stage.key))
        _add(phase, "phaseDescription", stage.goal)


def _provider(journey_map: JourneyMap, step: JourneyStep) -> tuple[str, str]:
    """Id and name of the one whom the end user meets: the company, or an independent person or medium."""
    contact = journey_map.touchpoint(step.label)
    if contact.owner == "independent":
        return _id("T", contact.key), _contact_name(journey_map, step)
    if contact.department:
        return _id("D", contact.department), contact.department
    return COMPANY, _("Company")


def _contact_name(journey_map: JourneyMap, step: JourneyStep) -> str:
    contact = journey_map.touchpoint(step.label)
    return contact.name or term("touchpoint", contact.channel or contact.key)


def _add_actors(journey: ET.Element, journey_map: JourneyMap, steps: list[JourneyStep]) -> None:
    actors = ET.SubElement(journey, "actors")
    user = ET.SubElement(actors, "endUser", actorID=USER)
    _add(user, "actorName", journey_map.title)
    providers = dict(_provider(journey_map, step) for step in steps if step.label)
    for id, name in sorted(providers.items()):
        provider = ET.SubElement(actors, "serviceProvider", actorID=id)
        _add(provider, "companyName", name)


def _add_touchpoint(parent: ET.Element, journey_map: JourneyMap, step: JourneyStep, number: int, form: str) -> None:
    what = "CommunicationPoint" if step.label else "Action"
    point = ET.SubElement(parent, f"{form}{what}")
    _add(point, "touchpointID", f"T{number}")
    ET.SubElement(point, "belongsTo", phaseIDref=_id("S", step.stage))
    _add_side(point, "initiator", USER, step.text)
    if step.label:
        id, _name = _provider(journey_map, step)
        _add_side(point, "receiver", id, step.text)
        channel = ET.SubElement(point, "channel")
        _add(channel, "channelName", _contact_name(journey_map, step))
    if form == "actual" and (step.evidence or step.valence is not None):
        _add_experience(point, step)


def _add_side(point: ET.Element, side: str, actor: str, label: str) -> None:
    element = ET.SubElement(point, side)
    ET.SubElement(element, "refersTo", actorIDref=actor)
    _add(element, f"{side}Label", label)


def _add_experience(point: ET.Element, step: JourneyStep) -> None:
    experience = ET.SubElement(point, "touchpointExperience")
    _add(experience, "experienceDescription", step.evidence[0].quote if step.evidence else "")
    if step.valence is not None:
        _add(experience, "experienceRating", f"{step.valence:.4g}")
