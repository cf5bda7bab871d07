"""The pages of signed-in people: agents of the agency and of the associations' delegation, associations, representatives."""
