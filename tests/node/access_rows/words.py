"""The words the rows are written in."""

from weftnode.accounts import roles

HOTLINE, ANALYST, CASE, SUPPORT, LIAISON, AUDITOR, ADMIN = (role.code for role in roles.ROLES)
EVERYBODY = {role.code for role in roles.ROLES} | {"nobody", "roleless"}
SIGNED_IN = EVERYBODY - {"nobody"}
READERS = {HOTLINE, ANALYST, CASE, SUPPORT}
NETWORK_READERS = {HOTLINE, ANALYST, CASE, LIAISON}
