"""Full-width, zero-width and odd spaces: folded where they are typed and where they are sought."""

import pytest

from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.matters import found
from duban.web.forms.papers.answers import BasisForm
from tests import cast, stories


def test_what_is_typed_is_kept_folded():
    form = BasisForm({"basis": "某市\u200b２０２６年\u00a0方案", "basis_no": "某政〔２０２６〕７号"})
    assert form.is_valid()
    assert (form.cleaned_data["basis"], form.cleaned_data["basis_no"]) == ("某市2026年 方案", "某政〔2026〕7号")


@pytest.mark.django_db
@pytest.mark.parametrize("sought", ["A3平台", "Ａ３平台", "A3\u200b平台", "\ufeffＡ3平台"])
def test_what_is_sought_is_found_however_it_is_typed(sought):
    office = cast.office()
    matter = stories.matter(office, due_on="2026-06-30", title="建成A3平台")
    assert list(found(office.clerk, Filter(q=sought), today=cast.at().date())) == [matter]
