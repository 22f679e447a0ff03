"""The rules that a journey map is held to, one small function each."""

from cjm_research.checking.map_rules.contents import CONTENT_RULES
from cjm_research.checking.map_rules.evidence import EVIDENCE_RULES
from cjm_research.checking.map_rules.finding import Level, MapFacts, MapFinding, Rule
from cjm_research.checking.map_rules.upkeep import UPKEEP_RULES
from cjm_research.checking.map_rules.wording import WORDING_RULES

MAP_RULES: tuple[Rule, ...] = (*CONTENT_RULES, *WORDING_RULES, *EVIDENCE_RULES, *UPKEEP_RULES)

__all__ = ["MAP_RULES", "Level", "MapFacts", "MapFinding", "Rule"]
