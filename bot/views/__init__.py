"""What people see: domain values in, blocks out. Looks nothing up; a module per thing shown."""
