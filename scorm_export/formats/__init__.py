"""Write the neutral package model in the formats that LMSs import."""
