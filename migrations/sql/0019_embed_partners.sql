-- audit_embed_partner(): who let whom show our pages. Unlike the audit of assets it holds all of a row, as there is
-- nobody else to ask once a partner is removed, and it leaves the data version alone: no answer depends on it.
CREATE FUNCTION audit_embed_partner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entry (actor, table_name, row_id, action, before, after)
  VALUES (current_actor(), TG_TABLE_NAME, coalesce(NEW.id, OLD.id), lower(TG_OP),
          CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
  RETURN NULL;
END $$;

CREATE TRIGGER embed_partner_audit AFTER INSERT OR UPDATE OR DELETE ON embed_partner
  FOR EACH ROW EXECUTE FUNCTION audit_embed_partner();
