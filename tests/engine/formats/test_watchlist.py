"""Lists of identifiers to look out for: one a line, JSON, CSV, and the OFAC list in its advanced XML form."""

import bz2
import json

import pytest

from weft.errors import FileNotRead
from weft.formats import watchlist

BITCOIN = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
ETHER = "0x00000000219ab540356cbb839cbe05303d7705fa"
TRON = "TWjLr2Dm64Cf9Azev3qsHBGg3pQtNCBVLK"

SDN = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions Version="3" xmlns="https://example.com/exports/ADVANCED_XML"><ReferenceValueSets><FeatureTypeValues>
<FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="344">Digital Currency Address - XBT</FeatureType>
<FeatureType ID="345">Digital Currency Address - ETH</FeatureType></FeatureTypeValues></ReferenceValueSets>
<DistinctParties><DistinctParty FixedRef="1"><Profile><Identity><Alias Primary="true"><DocumentedName>
<DocumentedNamePart><NamePartValue>INVENTED</NamePartValue></DocumentedNamePart>
<DocumentedNamePart><NamePartValue>Person</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>
<Feature FeatureTypeID="8"><FeatureVersion><VersionDetail>{TRON}</VersionDetail></FeatureVersion></Feature>
<Feature FeatureTypeID="344"><FeatureVersion><VersionDetail>{BITCOIN}</VersionDetail></FeatureVersion></Feature>
<Feature FeatureTypeID="345"><FeatureVersion><VersionDetail>{ETHER}</VersionDetail></FeatureVersion></Feature>
<Feature FeatureTypeID="345"><FeatureVersion><VersionDetail>no address</VersionDetail></FeatureVersion></Feature>
</Profile></DistinctParty></DistinctParties></Sanctions>"""

LISTS = {
    "lines.txt": f"# wallets\n{BITCOIN}\n{ETHER} # said so\n",
    "array.json": json.dumps([BITCOIN, ETHER]),
    "labelled.json": json.dumps([{"address": BITCOIN, "label": "a"}, {"address": ETHER, "label": "b"}]),
    "table.csv": f"address,name\n{BITCOIN},a\n{ETHER},b\n",
    "sdn.xml": SDN,
    "sdn.xml.bz2": bz2.compress(SDN.encode()),
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_gives_its_wallets(tmp_path, name):
    content = LISTS[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    seen = watchlist.read(tmp_path / name)

    assert set(seen.entries) == {("wallet", BITCOIN), ("wallet", ETHER)}


def test_the_sanctions_list_names_the_party_and_lists_what_is_no_address(tmp_path):
    (tmp_path / "sdn.xml").write_text(SDN, encoding="utf-8")

    seen = watchlist.read(tmp_path / "sdn.xml")

    assert set(seen.entries.values()) == {"INVENTED Person"}
    assert [(one.row, one.code, one.as_written) for one in seen.problems] == [(1, "input.identifiers", "no address")]


def test_entities_in_a_sanctions_list_are_refused(tmp_path):
    laughs = SDN.replace("<Sanctions", '<!DOCTYPE x [<!ENTITY a "aaa">]><Sanctions', 1)
    (tmp_path / "sdn.xml").write_text(laughs, encoding="utf-8")

    with pytest.raises(FileNotRead, match="entities"):
        watchlist.read(tmp_path / "sdn.xml")


@pytest.mark.parametrize("content", ["", "nothing here\n", '{"a": 1}', "<Sanctions xmlns='ADVANCED_XML'><broken>"])
def test_a_list_without_identifiers_is_refused(tmp_path, content):
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")

    with pytest.raises(FileNotRead) as error:
        watchlist.read(tmp_path / "a.txt")

    assert error.value.hint
