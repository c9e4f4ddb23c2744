"""Lists of names: published, of Faker, our own; by country and by language."""
