"""The desk's pages for rounds of appraisal: the pool, the plan, the draw, the vote, the count."""
