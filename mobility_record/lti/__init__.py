"""The record as an LTI platform for Assignment and Grade Services: clients, tokens, line items, scores, results."""
