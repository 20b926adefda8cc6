"""Ids that are made from names are UUIDs of version 5, and stay what they are."""

from uuid import uuid5

from app.catalog.records.taxonomy import NAMESPACE, made_id, taxonomies_by_id, term, terms_by_id


def test_made_ids_are_uuid5() -> None:
    for n in range(200):
        assert made_id("record", n, "größe") == str(uuid5(NAMESPACE, f"record/{n}/größe"))


def test_ids_are_published_and_must_not_change() -> None:
    assert term("discipline", "robotics").id == "9e77aad0-8012-5631-8dc6-34b2d26a7929"
    assert len(terms_by_id()) == len({(each.taxonomy.slug, each.code) for each in terms_by_id().values()})
    assert all(found.id == key for key, found in taxonomies_by_id().items())
