-- Names in the order people expect, and the facets of each public asset as a few numbers beside it.

-- natural: any case, accents beside their letters, numbers by value (`Camp 2` before `Camp 10`). A server without ICU
-- compares bytes instead.
DO $$ BEGIN
  CREATE COLLATION "natural" (provider = icu, locale = 'und-u-kn-true');
EXCEPTION WHEN feature_not_supported THEN
  CREATE COLLATION "natural" FROM "C";
END $$;

-- facet_row: the facets of each public asset. `until` is the last day it is current (-infinity when it is not active);
-- `offer` holds, from its lowest bit on, subtype (6 bits), state (6), cost band (4) and delivery mode (3), each by its
-- place in its vocabulary (0: not known), then the seasons (a bit each); `people` the grade bands (6 bits), then the
-- audiences. The catalog's facet_codes.py reads the same numbers back; a test compares them.
CREATE VIEW facet_row AS
SELECT a.id AS asset_id,
    CASE WHEN a.status <> 'active' THEN '-infinity'::date
      WHEN a.kind = 'opportunity' THEN coalesce(least(a.end_date, a.application_deadline), 'infinity')
      ELSE 'infinity' END AS until,
    coalesce(array_position('{school, district, community-college, university, tribal-college, museum, science-center,
        library, makerspace, afterschool-provider, community-organization, extension-4h, national-lab, employer,
        workforce-board, state-agency, tribal-government, stem-hub, professional-association, philanthropy,
        out-of-school, school-program, cte-pathway, dual-enrollment, camp, club, mentoring, course, degree-program,
        mobile-outreach, exhibit, curriculum-kit, professional-development, work-based-learning, online, internship,
        apprenticeship, scholarship, competition, event, field-trip, grant, volunteering, externship, job}'::text[],
        a.subtype), 0)
      | (coalesce(array_position('{AL, AK, AZ, AR, CA, CO, CT, DE, DC, FL, GA, HI, ID, IL, IN, IA, KS, KY, LA, ME, MD,
        MA, MI, MN, MS, MO, MT, NE, NV, NH, NJ, NM, NY, NC, ND, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VT, VA, WA,
        WV, WI, WY, AS, GU, MP, PR, VI}'::text[], a.state), 0) << 6)
      | (coalesce(array_position('{free, under-25, under-50, under-100, under-200, 200-plus, sliding-scale,
        paid-to-participant}'::text[], a.cost_band), 0) << 12)
      | (coalesce(array_position('{in-person, mobile, virtual-live, virtual-self-paced, hybrid, kit-by-mail}'::text[],
        a.delivery_mode), 0) << 16)
      | (('school-year' = ANY (a.seasons))::int << 20)
      | (('school-break' = ANY (a.seasons))::int << 21)
      | (('summer' = ANY (a.seasons))::int << 22)
      | (('year-round' = ANY (a.seasons))::int << 23) AS offer,
    (('biology' = ANY (a.disciplines))::int << 0)
      | (('chemistry' = ANY (a.disciplines))::int << 1)
      | (('physics' = ANY (a.disciplines))::int << 2)
      | (('earth-environment' = ANY (a.disciplines))::int << 3)
      | (('mathematics' = ANY (a.disciplines))::int << 4)
      | (('computing' = ANY (a.disciplines))::int << 5)
      | (('cybersecurity' = ANY (a.disciplines))::int << 6)
      | (('data-ai' = ANY (a.disciplines))::int << 7)
      | (('engineering' = ANY (a.disciplines))::int << 8)
      | (('technology' = ANY (a.disciplines))::int << 9)
      | (('robotics' = ANY (a.disciplines))::int << 10)
      | (('aerospace' = ANY (a.disciplines))::int << 11)
      | (('manufacturing' = ANY (a.disciplines))::int << 12)
      | (('energy' = ANY (a.disciplines))::int << 13)
      | (('agriculture' = ANY (a.disciplines))::int << 14)
      | (('health-science' = ANY (a.disciplines))::int << 15)
      | (('medicine' = ANY (a.disciplines))::int << 16)
      | (('social-science' = ANY (a.disciplines))::int << 17)
      | (('general-science' = ANY (a.disciplines))::int << 18)
      | (('steam-arts' = ANY (a.disciplines))::int << 19) AS disciplines,
    ((a.grades && '{PK,K}'::text[])::int << 0)
      | ((a.grades && '{1,2,3,4,5}'::text[])::int << 1)
      | ((a.grades && '{6,7,8}'::text[])::int << 2)
      | ((a.grades && '{9,10,11,12}'::text[])::int << 3)
      | ((a.grades && '{postsecondary}'::text[])::int << 4)
      | ((a.grades && '{adult}'::text[])::int << 5)
      | (('disability' = ANY (a.designed_for))::int << 6)
      | (('low-income' = ANY (a.designed_for))::int << 7)
      | (('nontraditional-field' = ANY (a.designed_for))::int << 8)
      | (('single-parent' = ANY (a.designed_for))::int << 9)
      | (('out-of-workforce' = ANY (a.designed_for))::int << 10)
      | (('english-learner' = ANY (a.designed_for))::int << 11)
      | (('homeless' = ANY (a.designed_for))::int << 12)
      | (('foster-youth' = ANY (a.designed_for))::int << 13)
      | (('military-family' = ANY (a.designed_for))::int << 14)
      | (('women-girls' = ANY (a.designed_for))::int << 15)
      | (('black' = ANY (a.designed_for))::int << 16)
      | (('hispanic' = ANY (a.designed_for))::int << 17)
      | (('native-american' = ANY (a.designed_for))::int << 18)
      | (('pacific-islander' = ANY (a.designed_for))::int << 19)
      | (('asian' = ANY (a.designed_for))::int << 20)
      | (('first-generation' = ANY (a.designed_for))::int << 21)
      | (('rural' = ANY (a.designed_for))::int << 22)
      | (('veterans' = ANY (a.designed_for))::int << 23)
      | (('migrant' = ANY (a.designed_for))::int << 24)
      | (('justice-involved' = ANY (a.designed_for))::int << 25)
      | (('gifted' = ANY (a.designed_for))::int << 26)
      | (('at-risk' = ANY (a.designed_for))::int << 27) AS people
  FROM asset a WHERE a.visibility = 'public' AND a.deleted_at IS NULL;

-- keep_facets(): after assets were written, their facets are those of now; what did not change is not written.
CREATE FUNCTION keep_facets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO asset_facet AS kept (asset_id, until, offer, disciplines, people)
  SELECT f.asset_id, f.until, f.offer, f.disciplines, f.people
  FROM facet_row f WHERE f.asset_id IN (SELECT n.id FROM new_rows n)
  ON CONFLICT (asset_id) DO UPDATE
    SET until = excluded.until, offer = excluded.offer, disciplines = excluded.disciplines, people = excluded.people
    WHERE (kept.until, kept.offer, kept.disciplines, kept.people)
      <> (excluded.until, excluded.offer, excluded.disciplines, excluded.people);
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM asset_facet f USING new_rows n
    WHERE f.asset_id = n.id AND (n.visibility <> 'public' OR n.deleted_at IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION drop_facets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE asset_facet;
  ELSE
    DELETE FROM asset_facet f USING old_rows o WHERE f.asset_id = o.id;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER asset_facet_insert AFTER INSERT ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_facets();
CREATE TRIGGER asset_facet_update AFTER UPDATE ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_facets();
CREATE TRIGGER asset_facet_delete AFTER DELETE ON asset
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION drop_facets();
CREATE TRIGGER asset_facet_truncate AFTER TRUNCATE ON asset
  FOR EACH STATEMENT EXECUTE FUNCTION drop_facets();

INSERT INTO asset_facet (asset_id, until, offer, disciplines, people)
SELECT asset_id, until, offer, disciplines, people FROM facet_row;
