-- Where one official file waits inside its transaction: the areas its rows are of, their figures, their facts.
CREATE TEMPORARY TABLE official_row (kind text, geoid text, name text) ON COMMIT DROP;
CREATE TEMPORARY TABLE official_figure (
  kind text, geoid text, "group" text, people float8, moe float8
) ON COMMIT DROP;
CREATE TEMPORARY TABLE official_fact (
  kind text, geoid text, fact text, value float8, moe float8, low float8, high float8
) ON COMMIT DROP;
CREATE TEMPORARY TABLE official_match (
  kind text, geoid text, name text, area_id int, reason text, area_vintage text
) ON COMMIT DROP
