"""An office as its papers show it."""

from tests import cast

TIBETAN = "རྫོང་མི་དམངས་སྲིད་གཞུང་གཞུང་ལས་ཁང་གི་ཡིག་ཆ།"


def furnished(regime):
    """An office with a red head, in two scripts where its document has two, and a list of whom papers go to besides."""
    office = cast.office(regime)
    where = "市" if office.units[0].group == "county" else "县"
    office.jurisdiction.letterhead |= {
        "head": [f"某{where}人民政府办公室文件"],
        "office": f"某{where}人民政府督查室",
        "cc": [f"{where}委办公室", f"{where}人大常委会办公室", f"{where}政协办公室"],
        "reports": [f"{where}长、副{where}长"],
    }
    if regime == "zhuoni-2022":
        office.jurisdiction.letterhead["script"] = TIBETAN
    office.jurisdiction.save()
    return office
