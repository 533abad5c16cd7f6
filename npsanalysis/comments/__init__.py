"""Comments: cut into statements, each labelled pro, con, suggestion or none."""
