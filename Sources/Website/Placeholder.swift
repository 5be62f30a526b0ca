enum WebsitePlaceholder {}
