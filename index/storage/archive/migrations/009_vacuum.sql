-- Older versions did not overwrite what they deleted in pages that became free. VACUUM leaves those
-- pages out of the file; it cannot run in a transaction, so that of this script ends before it.
COMMIT;
VACUUM;
BEGIN IMMEDIATE;
