"""What people do: typed payload in, reply out; a module per thing done. Knows no Bolt."""
