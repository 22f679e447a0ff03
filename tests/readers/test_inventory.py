import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import channel
from cjm_research.readers.inventory import read_inventory

TABLES = {
    "en": "name,touchpoint,stage,online/offline,owner,department,present,effort (hours)\n"
    "Call centre,Phone call,Purchase; Experience,offline,company,Service,yes,1200\n"
    "Price portal,Price comparison site,,online,third party,,no,\n",
    "pl": "nazwa;punkt styku;etap;tryb;własność;dział;obecność;nakład (hours)\n"
    "Call centre;Rozmowa telefoniczna;Zakup; stacjonarnie;własny;Service;tak;1 200\n"
    "Price portal;Porównywarka cen;;online;niezależny;;nie;\n",
    "ru": "название;точка контакта;этап;онлайн/офлайн;владелец;отдел;присутствие;затраты (hours)\n"
    "Call centre;Телефонный звонок;Покупка;офлайн;компания;Service;да;1200,0\n"
    "Price portal;Сервис сравнения цен;;онлайн;независимый;;нет;\n",
}


def write(tmp_path, text, name="inventory.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_read_alike_in_each_language(tmp_path, language):
    with using_language(language):
        table = read_inventory(write(tmp_path, TABLES[language]))
    phone, portal = table.touchpoints
    assert (phone.name, phone.label, phone.setting, phone.owner) == ("Call centre", "phone", "offline", "brand")
    assert (phone.stages[0], phone.department, phone.present) == ("purchase", "Service", True)
    assert (phone.effort, phone.effort_unit) == (1200.0, "hours")
    assert (portal.label, portal.stages, portal.present, portal.effort) == ("price_comparison", (), False, None)


def test_several_stages_and_a_name_that_is_its_own_category(tmp_path):
    table = read_inventory(write(tmp_path, "touchpoint,stage\nWebsite,awareness; consideration\nOur bus,\n"))
    website, bus = table.touchpoints
    assert (website.label, website.stages) == ("website", ("awareness", "consideration"))
    assert (website.setting, website.owner) == (channel("website").setting, "brand")
    assert bus.label == ""
    assert "Our bus" in table.notes[1]
    assert "named after the column “touchpoint”" in table.notes[0]


def test_the_same_name_has_the_same_key_and_two_of_one_name_differ(tmp_path):
    first = read_inventory(write(tmp_path, "name,stage\nShop,purchase\nShop,experience\n")).touchpoints
    again = read_inventory(write(tmp_path, "name,stage,department\nShop,purchase,Sales\n", "b.csv")).touchpoints
    assert first[0].key == again[0].key != first[1].key


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("a,b\n1,2\n", None, "no column of names"),
        ("name,touchpoint\nShop,teleporter\n", 2, "teleporter"),
        ("name,stage\nShop,never\n", 2, "never"),
        ("name,present\nShop,yes\nBus,perhaps\n", 3, "Known: yes"),
        ("name,effort\nShop,a lot\n", 2, "without a unit"),
        ("name,department\n,Sales\n", 2, "no name"),
        ("category,what\nShop,Kiosk\n,Bus\n", 3, "no name.* no column “name”; .* the column “category”"),
        ("name,touchpoint\n", None, "table is empty.* one row for every contact"),
        ("", None, "table is empty.* one row for every contact"),
        ("name,key\nShop,no blanks\n", 2, "key"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_row(tmp_path, text, row, said):
    with pytest.raises(UnreadableFileError, match=f"(?s){said}") as error:
        read_inventory(write(tmp_path, text))
    assert row is None or f"line {row}" in str(error.value)


def test_a_workbook_is_read_like_a_table_of_text(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["name", "touchpoint", "effort", "extra"], ["Chat", "chat", 1.125, "x"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    table = read_inventory(tmp_path / "list.xlsx")
    assert (table.touchpoints[0].label, table.touchpoints[0].effort) == ("chat", 1.125)
    assert "extra" in table.notes[0]


def test_own_contacts_and_stages_of_a_study_are_known(tmp_path):
    path = write(tmp_path, "name,touchpoint,stage\nFair stand,Fair,Trying out\n")
    table = read_inventory(path, own_touchpoints={"Fair": "fair"}, own_stages={"Trying out": "own-1"})
    assert (table.touchpoints[0].label, table.touchpoints[0].stages) == ("fair", ("own-1",))


@pytest.mark.parametrize(
    ("language", "text", "known"),
    [
        ("pl", "nazwa,obecność\nSklep,może\n", "tak, nie, nie wiadomo"),
        ("ru", "название,онлайн/офлайн\nМагазин,иногда\n", "Онлайн, Офлайн"),
        ("en", "name,stage\nShop,Bying\n", "Awareness, Consideration"),
    ],
)
def test_what_may_stand_in_a_column_is_told_in_the_language_in_force(tmp_path, language, text, known):
    with using_language(language), pytest.raises(UnreadableFileError) as error:
        read_inventory(write(tmp_path, text))
    assert known in str(error.value)
