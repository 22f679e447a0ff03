"""Agreement of coders: measures for plain lists of values, and `coder_agreement` for the codings of a study.

See docs/agreement.md for what each measure and unit tells.
"""

from cjm_research.coding.agreement.measures import (
    bennett_s,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    set_alpha,
)
from cjm_research.coding.agreement.of_coders import coder_agreement
from cjm_research.coding.agreement.ratings import Coefficient
from cjm_research.coding.agreement.report import LEVELS, UNITS, AgreementReport, AgreementRow
from cjm_research.coding.agreement.unitizing import u_alpha

__all__ = [
    "LEVELS",
    "UNITS",
    "AgreementReport",
    "AgreementRow",
    "Coefficient",
    "bennett_s",
    "coder_agreement",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "percent_agreement",
    "scott_pi",
    "set_alpha",
    "u_alpha",
]
