-- A filter is put below a window only if it is on what the window is parted by: by the study's name and its number, either
-- of which is a filter, so that the leaderboard of one study costs what that study's trials cost.
CREATE OR REPLACE VIEW leaderboard AS
SELECT s.name           AS study,
       row_number() OVER (PARTITION BY s.name, t.study_id ORDER BY t.merit DESC, t.trial) AS rank,
       t.trial,
       t.feasible_value AS value,
       t.feasible_epoch AS epoch,
       t.params,
       t.state,
       t.study_id
FROM trial t
JOIN study s ON s.id = t.study_id
WHERE t.merit IS NOT NULL AND t.state <> 'FAILED';
