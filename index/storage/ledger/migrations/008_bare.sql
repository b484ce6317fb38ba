-- Passages without the vectors of their sentences are looked for at each re-index, and there are
-- hardly ever any.
CREATE INDEX bare_embedding ON embedding (content) WHERE length(sentences) = 0;
