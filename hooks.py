def pre_init_hook(env):
    """Create the extension that the exclusion constraints stand on.

    ``btree_gist`` is a trusted extension: the owner of the database may
    create it, no superuser is needed.
    """
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def uninstall_hook(env):
    """Give Odoo's rule on contacts its own words back."""
    rule = env.ref("base.res_partner_rule", raise_if_not_found=False)
    if rule:
        rule.domain_force = (
            "['|', '|', ('partner_share', '=', False),"
            " ('company_id', 'parent_of', company_ids), ('company_id', '=', False)]"
        )
