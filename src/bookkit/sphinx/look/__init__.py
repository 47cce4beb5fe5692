"""How pages look and weigh: styles, scripts, one copy of Vega, the front door, the search."""
