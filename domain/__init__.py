"""What the ward means: states, rules, deadlines, what arrives and leaves; pure: no SQL, HTTP, clock or files."""
