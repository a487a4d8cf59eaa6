"""The account's permission to our app: how a note begins that says that only an administrator can help."""

CONSENT_PROBLEM = "consent "
REVOKED = CONSENT_PROBLEM + "revoked"
