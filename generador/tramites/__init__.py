"""Los actos: el único lugar donde se juntan lo que se valida, Git y la bóveda."""
