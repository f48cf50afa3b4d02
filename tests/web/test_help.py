"""The help: each page says what it is for, each role has its first day until it is put away, the manual is read in the program."""

import re
from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

import duban
from duban.engine.packs import loading
from duban.ledger.models import JournalLine
from duban.people.models import Officer, Role
from duban.web.help import PAGES, first_days, manual
from tests.web.permissions import ROWS

ROOT = Path(duban.__file__).parent
# What GET gives that is no page: files by their extension, and these.
FILES = re.compile(r"_(export|copy|file|scan)$|^(attachment|paper_original|instruction_scan_copy|finding_file)$")
FOR_PROGRAMS = {"health", "metrics", "picker_units", "matter_deadline", "group_suggestion"}
LEADS_ON = {"home", "sign_on", "sign_on_return", "sign_on_return_of"}
# Without the frame: for a screen on a wall.
BARE = {"wall", "wall_hung"}


def _is_page(name, patterns):
    is_file = "." in patterns.get(name, "").rpartition("/")[2] or FILES.search(name)
    return not is_file and name not in FOR_PROGRAMS | LEADS_ON | BARE


def test_every_page_says_what_it_is_for():
    from duban.web.urls import urlpatterns

    patterns = {each.name: str(each.pattern) for each in urlpatterns}
    pages = {name for name, row in ROWS.items() if row.method == "GET" and _is_page(name, patterns)}
    assert set(PAGES) == pages and len(pages) > 250


def test_the_words_are_short_name_real_features_and_words_of_the_pages():
    features = yaml.safe_load((ROOT / "regimes" / "features.yaml").read_text(encoding="utf-8"))
    sources = [*(ROOT / "web" / "templates").rglob("*.html"), *(ROOT / "web" / "forms").rglob("*.py"), *(ROOT / "ledger").rglob("*.py"), *(ROOT / "web" / "views").rglob("*.py"), ROOT / "web" / "context.py"]  # fmt: skip
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    for name, said in PAGES.items():
        assert 1 <= said.words.count("。") <= 4 and 10 < len(said.words) < 130, name
        assert set(said.features) <= set(features), name
        assert [word for word in re.findall("“(.+?)”", said.words) if word not in written] == [], name


@pytest.mark.parametrize("regime", loading.regime_ids())
def test_a_first_day_is_five_sentences_in_the_words_of_any_document(regime):
    document = loading.load_regime(regime)
    for role in Role:
        officer = Officer(role=role, username=role)
        guide = first_days.guide_of(role, officer, document)
        said = "".join(words for words, _ in guide.sentences)
        assert len(guide.sentences) == 5 and "{" not in said and "[" not in said and "（）" not in said
        assert guide.url and all(not each or document.has_clause(each) for _, each in guide.sentences)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_the_links_of_a_first_day_open_for_who_has_it(role, office, signed_in):
    client = signed_in(office.officers[role])
    page = client.get("/help").content.decode()
    links = re.findall(r'href="([^"]+)"', re.search(r'(?s)<section class="card first-day">.*?</section>', page)[0])
    assert links and [link for link in links if client.get(link, follow=True).status_code != 200] == []


@pytest.mark.django_db
def test_the_guide_stands_on_the_desk_until_it_is_put_away(office, signed_in):
    office.liaison.guide_put_away = False
    office.liaison.save(update_fields=["guide_put_away"])
    client, lines = signed_in(office.liaison), JournalLine.objects.count()
    with CaptureQueriesContext(connection) as before:
        page = client.get("/desk").content.decode()
    assert "第一天：单位联络员" in page and "《督查通知》" in page and "先做这一件" in page
    assert "第一天" not in signed_in(office.clerk).get("/desk").content.decode()
    assert client.get("/help/first-day").status_code == 405
    for _ in range(2):
        assert client.post("/help/first-day").url == "/desk"
        client.get("/desk")
    with CaptureQueriesContext(connection) as after:
        assert "第一天" not in client.get("/desk").content.decode()
    assert len(before) == len(after) and JournalLine.objects.count() == lines
    assert "放回工作台" in client.get("/help").content.decode()
    client.post("/help/first-day", {"again": "1"})
    assert "第一天：单位联络员" in client.get("/desk").content.decode()


@pytest.mark.django_db
def test_a_page_says_what_it_rests_on_to_who_may_read_the_document(office, signed_in, client):
    mark = re.compile(r'(?s)<details class="about">(.*?)</details>')
    said = mark.search(signed_in(office.clerk).get("/dispatches").content.decode())[1]
    assert "编文号、发通知" in said and "/regime/clauses/" in said and ">本页说明<" in said
    said = mark.search(signed_in(office.admin).get("/settings/units").content.decode())[1]
    assert "别名" in said and "/regime/clauses/" not in said
    assert "第一次用登录码" in mark.search(client.get("/login").content.decode())[1]


@pytest.mark.django_db
def test_other_roles_days_are_read_without_their_links(office, signed_in):
    client = signed_in(office.liaison)
    page = client.get("/help?role=administrator").content.decode()
    assert "导入名册" in page and "/settings/people" not in page
    assert "第一天" in client.get("/help?role=nobody").content.decode()
    nobody = Officer.objects.create(username="nobody", full_name="还没有岗位的人")
    page = signed_in(nobody).get("/help").content.decode()
    assert "登记批示并交办" in page and "/instructions/register" not in page


@pytest.mark.django_db
def test_the_manual_is_read_in_the_program(office, signed_in):
    client = signed_in(office.auditor)
    listed = re.findall(r"\(([a-z-]+)\.md\)", (manual.FOLDER / "README.md").read_text(encoding="utf-8"))
    assert listed == list(manual.TASKS)
    for name in manual.TASKS:
        page = client.get(f"/help/{name}").content.decode()
        address = f"/help/{name}.png"
        assert f'src="{address}"' in page and "<ol>" in page and "**" not in page and ".md" not in page
        answer = client.get(address)
        assert answer["Content-Type"] == "image/png" and answer.status_code == 200
        answer.close()
        path = manual.picture(name)
        assert path.stat().st_size <= 120 * 1024
        with Image.open(path) as picture:
            assert picture.mode == "P" and picture.width in (1280, 390)
    assert client.get("/help/nothing").status_code == client.get("/help/nothing.png").status_code == 404


def test_the_manual_goes_along_with_the_program():
    assert manual.FOLDER.is_symlink() and manual.FOLDER.resolve() == ROOT.parent / "docs" / "manual"
