def pre_init_hook(env):
    """Create the extension that the exclusion constraints stand on.

    ``btree_gist`` is a trusted extension: the owner of the database may
    create it, no superuser is needed.
    """
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


# Odoo's own words of the rules that this addon widens.
WIDENED_RULES = {
    "base.res_partner_rule": (
        "['|', '|', ('partner_share', '=', False), ('company_id', 'parent_of', company_ids),"
        " ('company_id', '=', False)]"
    ),
    "hr.hr_employee_public_comp_rule": (
        "['|', '|', '|', ('company_id', 'in', company_ids + [False]),"
        " ('parent_id.user_id', '=', user.id), ('id', '=', user.employee_id.parent_id.id),"
        " ('user_id', '=', user.id)]"
    ),
}


def uninstall_hook(env):
    """Give the rules of Odoo that this addon widens their own words back."""
    for xml_id, domain in WIDENED_RULES.items():
        rule = env.ref(xml_id, raise_if_not_found=False)
        if rule:
            rule.domain_force = domain
