def pre_init_hook(env):
    """Create the extension that the exclusion constraints stand on.

    ``btree_gist`` is a trusted extension: the owner of the database may
    create it, no superuser is needed.
    """
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
