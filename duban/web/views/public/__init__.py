"""Pages of the public: appeals and ratings (群众诉求、满意度)."""
