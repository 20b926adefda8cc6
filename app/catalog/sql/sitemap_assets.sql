-- Purpose: one part of the sitemap as XML, in the order of the ids.
-- Parameters: :base address of an asset's page without its id, escaped for XML; :size pages in a part;
--             :offset pages before it.
SELECT string_agg('<url><loc>' || CAST(:base AS text) || id || '</loc><lastmod>'
                  || to_char(updated_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '</lastmod></url>', '' ORDER BY id)
FROM (SELECT id, updated_at FROM asset WHERE visibility = 'public' AND deleted_at IS NULL
      ORDER BY id LIMIT :size OFFSET :offset) part
