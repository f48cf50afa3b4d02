"""What is handed in and what is answered, as the OpenAPI document describes it."""
