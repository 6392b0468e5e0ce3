"""The pages people see and the bridge endpoints packages talk to: HTTP in, HTTP out, no rules of their own."""
