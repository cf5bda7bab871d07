"""`docs/permissions.md`: roles and permissions, written from the code."""

from portevoix.register.access.permissions import LABELS, ROLES, WIDE, Permission, ScopeKind

SCOPES = {
    ScopeKind.NATION: "tout le pays",
    ScopeKind.REGION: "une région",
    ScopeKind.DEPARTMENT: "un département",
    ScopeKind.ASSOCIATION: "une association et ses sections",
    ScopeKind.FACILITY: "un établissement",
    ScopeKind.PERSON: "une personne",
}
HEAD = """# Who may do what

Written by `manage.py document_permissions`; a test compares. The source is `portevoix/register/access/permissions.py`.

An account has roles (`RoleAssignment`: role × scope × period). Two gates stand before every page: what exists for the account
(`Model.objects.visible_to(user)`, else 404) and what it may do there (`can(user, permission, row)`, else 403). A permission holds
only inside the scope of the role that gives it. The permissions marked « ● » are wide: outside the demonstration they ask for a
second factor (passkey or application of codes).
"""


def permissions_page() -> str:
    """Return the page, in Markdown."""
    roles = list(ROLES.values())
    lines = [HEAD, "## Roles", "", "| code | role | limited to | what for |", "|---|---|---|---|"]
    lines += [f"| `{role.code}` | {role.name} | {SCOPES[role.scope_kind]} | {role.description} |" for role in roles]
    lines += ["", "## Permissions", "", f"| permission | wide | {' | '.join(f'`{role.code}`' for role in roles)} |"]
    lines += ["|---|---|" + "---|" * len(roles)]
    for permission in Permission:
        marks = " | ".join("×" if permission in role.permissions else "" for role in roles)
        lines.append(f"| `{permission}`: {LABELS[permission]} | {'●' if permission in WIDE else ''} | {marks} |")
    return "\n".join(lines) + "\n"
