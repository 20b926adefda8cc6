"""One asset as other standards write it: HSDS, schema.org, DCAT-US, sitemaps; all from the same record. No HTTP."""
