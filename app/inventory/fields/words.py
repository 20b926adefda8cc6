"""Which other headers mean a field. Spellings are compared folded: case, accents, signs and blanks do not count.

Owner words (“program”, “site”, “contact” …) and common abbreviations need no entry: see `app.inventory.headers`.
"""

from collections.abc import Mapping
from typing import Final


def _lists(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(text.split("; ")) for name, text in texts.items()}


SYNONYMS: Final = _lists(
    {
        "key": (
            "external id; site id; sample id; asset id; program id; record id; unique id; unique "
            "identifier; organization id; location id; local id; state id; identifier; id number; id no; "
            "id #; uid; uuid; record number; source id; reference id; ref id; entry id; response id; "
            "external key; key id; row key; uniqueid; internal id; legacy id; project id; inventory id"
        ),
        "kind": "asset kind; record type; asset class; record kind",
        "subtype": (
            "sub type; asset type; program type; organization type; organisation type; institution type; "
            "opportunity type; site type; provider type; type of program; type of organization; type of "
            "opportunity; kind of program; organization category; type of institution; type of site; type "
            "of provider; program type code; organization classification; institution category; activity "
            "type; event type; resource type; school type; type name"
        ),
        "name": (
            "program name; schname; asset name; site name; organization name; organisation name; "
            "institution name; opportunity name; school name; title; program title; name of program; name "
            "of organization; activity name; event name; provider name; facility name; name of site; "
            "resource name; instnm; program or organization name; name of institution; name of event; "
            "name of activity; full name of organization; legal name; official name; common name; "
            "business name; agency name; company name; club name; camp name; museum name; library name; "
            "display name; location name; venue name; what is it called"
        ),
        "alternate_name": (
            "also known as; aka; acronym; short name; other name; dba; nickname; former name; "
            "abbreviation; alias; aliases; institution alias; other names; ialias; also called"
        ),
        "description": (
            "program description; about; summary; details; short description; what is it; overview; "
            "abstract; description of program; brief description; long description; program summary; "
            "program overview; what it does; description of services; services description; desc text; "
            "activity description; synopsis; blurb"
        ),
        "url": (
            "web site; website url; link to more information; more information; web address; web; "
            "homepage; home page; link; site url; program website; organization website; www; webaddr; "
            "web page; program url; url link; internet address; weburl; web url; link to website; program "
            "link; registration link; link to program; more information link; info url; uri; website "
            "link; url website; landing page"
        ),
        "email": (
            "email address; contact email; e mail address; contact e mail; email contact; contact e mail "
            "address; primary email; program email; public email; mail address electronic"
        ),
        "phone": (
            "phone number; telephone; tel; contact phone; telephone number; phone no; phone #; main "
            "phone; contact number; primary phone; phone contact; business phone; office phone; general "
            "telephone; gentele; public phone; voice; telephone contact"
        ),
        "status": (
            "program status; current status; operating status; active; is active; active?; open or "
            "closed; record status; activity status; open closed; is it active; program active; still "
            "active; currently active"
        ),
        "visibility": "who may see it; public or private; visibility level",
        "parent": (
            "parent; parent organization; parent name; host organization; host; operated by; run by; offered by; "
            "sponsor; lead organization; provider organization; sponsoring organization; managing "
            "organization; parent id; part of; host site; host institution; host agency; lead agency; "
            "sponsoring agency; fiscal agent; parent company; parent institution; parent agency; offering "
            "organization; host partner; school district name; system name; umbrella organization; agency"
        ),
        "state": (
            "state code; st; state abbreviation; stabbr; state province; site state; state or territory; "
            "state name; us state; location state; physical state; province; adstate; home state"
        ),
        "address": (
            "street address; address 1; address line 1; street; physical address; addr; location address; "
            "site address; mailing address; street 1; address1; street line 1; number and street; "
            "location street address; full address; physical street; adstreet; lstreet; street name and "
            "number; site street"
        ),
        "city": (
            "town; city town; municipality; community; site city; city name; city or town; place; "
            "location city; physical city; mailing city; town or city; city name text; adcity; lcity; "
            "city place; village; nearest city; nearest town; primary city; city municipality"
        ),
        "postal_code": (
            "zip; zip code; postcode; zip 5; zip5; zip postal code; site zip; postal; mailing zip; "
            "location zip; physical zip; zip plus 4; zip4; zip 4; post code; us zip; adzip; lzip; zip "
            "code 5; 5 digit zip; five digit zip code; zcta; zip plus four; zip+4"
        ),
        "lat": (
            "latitude wgs84; gps latitude; lat dd; latitude decimal; y coordinate; latitud; geo lat; y "
            "coord; latitude y; y latitude; lat y; latitude deg; decimal latitude; wgs84 lat; lat wgs84; "
            "location latitude; geo latitude; site latitude; intptlat; latitude1; ycoord wgs84"
        ),
        "lon": (
            "long; lng; longitude wgs84; gps longitude; lon dd; longitude decimal; x coordinate; "
            "longitud; geo long; x coord; longitude x; x longitude; long x; lon x; longitude deg; decimal "
            "longitude; wgs84 lon; lon wgs84; wgs84 long; long wgs84; location longitude; geo longitude; "
            "geo lon; geo lng; site longitude; intptlon; gps long; long dd; longitude1; xcoord wgs84"
        ),
        "reach": (
            "geographic reach; scope; geographic scope; service region type; service area type; extent of service"
        ),
        "lat_lon": (
            "lat long; lat lon; lat lng; latitude longitude; latitude and longitude; gps; gps coordinates; "
            "geolocation; geo point; geopoint; lat long coordinates; map coordinates; google maps link; "
            "latlong; lat/long; coordinate; location coordinates"
        ),
        "county": (
            "county name; countynm; county nm; cnty; county fips; county fips code; fips county code; countycd; "
            "county geoid; parish; borough; site county; county of site; countyname; cnty nm; county served from; "
            "physical county; location county"
        ),
        "service_areas": (
            "service area; service areas; area served; areas served; coverage area; serves area; county served; "
            "counties; service counties; geographic area served; which counties do you serve; "
            "what counties does your program serve; catchment; serves counties; counties covered"
        ),
        "service_radius": (
            "service radius; service radius miles; radius miles; radius mi; radius; miles served; serves within; "
            "travel radius; travel distance; service distance"
        ),
        "service_radius_km": "service radius km; radius km; kilometers served; radius kilometers",
        "stops": (
            "mobile stops; tour stops; route stops; schedule of stops; sites visited; towns visited; tour dates; "
            "stop list; stop schedule"
        ),
        "disciplines": (
            "discipline; stem area; stem areas; content area; content areas; subject; subjects; subject "
            "area; subject areas; stem discipline; stem disciplines; field; fields; stem field; stem "
            "fields; stem focus; stem focus area; stem topics; stem topic; stem subject; discipline s; "
            "stem content; stem content area; stem content areas; stem category; stem categories; stem "
            "subjects; stem topic area; stem topic areas; subject matter; academic subject; academic "
            "subjects; science area; field of study; fields of study; stem focus areas; primary "
            "discipline; stem domain; subject focus; primary stem area; content focus; subjects covered; "
            "topics covered"
        ),
        "career_clusters": (
            "career cluster; cluster; cte cluster; career pathway cluster; cte career cluster; cte career "
            "clusters; career clusters served; career field; national career cluster; cluster name"
        ),
        "cip_codes": (
            "cip; cip code; cipcode; cip 2020; cip2020 code; program cip; cipcode 2020; classification of "
            "instructional programs"
        ),
        "soc_codes": (
            "soc; soc code; onet code; o net code; occupation code; occupation codes; standard "
            "occupational classification"
        ),
        "grades": (
            "grade levels; grade level; grade; grades served; grade levels served; grade range; grade "
            "band; grade bands; grade s; grades offered; grade span; grades taught; grade served; student "
            "grade level; student grade levels; target grades; target grade levels; grade levels of "
            "participants; grades eligible; eligible grades; grade level s served; grade group; grade "
            "groups; grades included; grade cluster; school grades; grade level s; grade levels targeted"
        ),
        "min_age": (
            "minimum age; age min; age from; youngest age; youngest; low age; ages from; lowest age "
            "served; age minimum; age low; low age served; from age; starting age; min age years; minage; "
            "lower age"
        ),
        "max_age": (
            "maximum age; age max; age to; oldest age; oldest; high age; ages to; highest age served; age "
            "maximum; age high; high age served; age through; maximum age years; maxage; upper age; "
            "ending age"
        ),
        "ages": (
            "age; age range; ages served; age group; age groups; age of participants; ages of "
            "participants; age ranges; target ages; target age; participant ages; age served; eligible "
            "ages; ages accepted; age level; student ages"
        ),
        "audiences": (
            "audience; designed_for; serves; target audience; target population; target populations; "
            "population served; populations served; who is it for; target group; target groups; special "
            "populations; demographics served; intended audience; student population; groups served; "
            "population focus; focus population; focus populations; participant population; underserved "
            "populations; underrepresented groups; priority population; priority populations; student "
            "groups served; designed for groups; target demographic; target demographics; special "
            "population; who we serve; who it serves; communities served; equity focus; subgroups served"
        ),
        "restricted_to": (
            "only for; exclusive to; limited to; restricted; open only to; restrictions; participation "
            "restricted to; must be"
        ),
        "languages": (
            "language; languages offered; language of instruction; languages spoken; program language; "
            "languages of instruction; spoken languages; languages available; languages served"
        ),
        "start_date": (
            "start; begins; begin date; date from; first day; starts; from date; event date; date; start "
            "day; starting date; begin; date begin; date start; opening date; program start; program "
            "start date; event start; first date; session start; starts on; event start date; begins on"
        ),
        "end_date": (
            "end; ends; date to; last day; finish; to date; until; ending date; date end; closing date; "
            "program end; program end date; event end; last date; session end; ends on; event end date; "
            "finish date"
        ),
        "application_deadline": (
            "deadline; apply by; applications due; due date; registration deadline; application due; "
            "application due date; deadline to apply; application closes; registration closes; apply "
            "before; last day to apply; date due; app deadline; register by; applications close; deadline "
            "date"
        ),
        "seasons": (
            "season; time of year; when offered; offered in; seasons offered; program season; season "
            "offered; term; terms offered; session season; time of year offered; months offered; when in "
            "the year; program seasons"
        ),
        "times_of_day": (
            "time of day; program time; time; hours offered; time offered; meeting time; program schedule "
            "time; day part; time of program; program times; meeting times; times offered; timeframe"
        ),
        "cost": (
            "fee; fees; cost_band; cost_amount; price; tuition; program cost; cost to participant; cost "
            "per student; participant fee; program fee; registration fee; cost usd; cost to student; fee "
            "amount; cost to attend; cost to families; cost per participant; participation cost; "
            "participation fee; student cost; student fee; program price; cost to students; cost range; "
            "cost in dollars; cost dollars; cost category; price per student; tuition and fees; entry "
            "fee; admission fee; admission; cost for participants; charge"
        ),
        "financial_aid": (
            "scholarships available; financial assistance; aid available; financial aid available; "
            "scholarship available; scholarships; aid offered; assistance available; fee waiver; fee "
            "waivers; fee waiver available; sliding scale available; financial aid offered"
        ),
        "stipend": (
            "stipend provided; paid; stipend offered; paid position; paid or unpaid; is paid; "
            "compensation; stipend available; paid to participant"
        ),
        "delivery_mode": (
            "delivery; format; modality; delivery method; delivery format; mode; mode of delivery; in "
            "person or virtual; delivery mode; program format; virtual or in person; in person or online; "
            "online or in person; remote or in person; in person or remote; instruction mode; learning "
            "format; delivery type; setting format; program delivery; instructional format; how delivered"
        ),
        "transport_provided": (
            "transportation provided; transportation; transport; busing; transportation available; "
            "transportation offered; bus provided; rides provided; is transportation provided; transport "
            "available; bus service"
        ),
        "accessibility": (
            "accommodations; ada; ada accessible; accessibility features; accessible; accommodations "
            "available; accessibility accommodations; disability access; ada accommodations; ada "
            "accessibility; wheelchair accessible; accessibility notes"
        ),
        "broadband_needed": (
            "internet required; needs internet; broadband required; internet needed; broadband; requires "
            "internet; internet access required; needs broadband; internet access needed"
        ),
        "seats": (
            "capacity; seats; number of seats; slots; students served; youth served; participants per "
            "year; enrollment; spots; number served; students per year; annual enrollment; annual "
            "participants; number of students; number of students served; number of participants; "
            "participants served; annual reach; youth served per year; students reached; student "
            "capacity; program capacity; max participants; maximum participants; max enrollment; maximum "
            "enrollment; total enrollment; number of youth; number of youth served; students served "
            "annually; youth served annually; number of slots; seats available; total students; "
            "participants annually; seat count; number reached"
        ),
        "source_url": (
            "source link; source website; data source; data source url; source of information; source "
            "page; citation url; reference url"
        ),
        "ipeds_unitid": "unitid; unit id; ipeds id; ipeds; ipeds unit id; ipeds code; unit id number",
        "nces_school": (
            "nces id; ncessch; nces school id; nces school number; nces school code; nces code; school "
            "nces id; nces school; nces"
        ),
        "nces_district": (
            "leaid; nces district id; lea id; nces lea id; district nces id; nces district code; nces "
            "district"
        ),
        "opeid": "ope id; opeid6; ope id number; opeid8",
        "ein": (
            "employer identification number; tax id; fein; federal tax id; irs number; federal ein; "
            "employer id"
        ),
        "uei": "sam uei; unique entity id",
    }
)
"""Headers that surely mean a field."""

WEAK: Final = _lists(
    {
        "key": "objectid; fid; globalid; number; no; #; row id; code; row; object id; row number",
        "kind": "entity type",
        "subtype": (
            "category; class; classification; program category; facility type; sector; setting; program; "
            "typology; format of program"
        ),
        "name": (
            "program; organization; organisation; institution; school; asset; provider; resource; club; "
            "camp; museum; library; college; event; activity; site; agency; business; company; "
            "opportunity; service; facility; venue; project; course; employer; partner"
        ),
        "description": "purpose; mission; notes on program; comments on program; goals; objectives; services",
        "url": "internet; online; page; site; apply here; how to apply; apply online",
        "email": "contact; mail; contact information; contact info; email address of contact person",
        "parent": (
            "organization; organisation; organization name; institution; provider; school; school "
            "district; district; lea name; department; partner organization; employer; company; business; "
            "college"
        ),
        "address": "location; where; venue address; physical location; site location; site; place",
        "city": "locality; location; area served city; where; program location; venue city",
        "lat": "y; point y; northing; utm northing; utm y; utm n; state plane y; northing ft",
        "lon": "x; point x; easting; utm easting; utm x; utm e; state plane x; easting ft",
        "lat_lon": "location; point; geometry; wkt; the geom; map link; map",
        "disciplines": (
            "focus; focus area; focus areas; topic; topics; area; areas; program area; program areas; "
            "program focus; category; interest; interests; stem; theme; themes; specialty; curriculum; "
            "emphasis; keywords"
        ),
        "grades": (
            "level; levels; school level; school levels; school levels served; students; student level; "
            "education level; age grade; school type; target; serves grades; grade age; academic level; "
            "schooling level"
        ),
        "audiences": (
            "participants; population; eligibility; who; served; demographics; groups; group; gender; "
            "students; clients; target; open to"
        ),
        "seasons": "when; schedule; time frame; duration; availability; session; frequency; months",
        "cost": "amount; pay; rate; charges; expense; dollars; financial",
        "seats": "size; students; participants; count; number; total; served; attendance",
        "delivery_mode": "setting; type of delivery; virtual; online; location type",
        "times_of_day": "when; schedule; hours; meets; days",
        "start_date": "when; dates; program dates; opening; launch date",
        "reach": "coverage; geography",
        "service_areas": "service area description; region served; region; regions",
    }
)
"""Headers that may mean a field: they give way to a better column, and their values must fit."""
