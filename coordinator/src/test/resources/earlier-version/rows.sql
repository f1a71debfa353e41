-- Rows of a database at schema version 4: study "source" is completed, study "interrupted" learns from it and lost its
-- coordinator to kill -9 while trials 1 and 4 were running. Trial 1 was measured up to epoch 8 and saved at epoch 6.

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success)
VALUES
    ('0', NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"sextant"', NULL, 'sextant', '2026-11-30 13:45:55.005155', '0', 'true'),
    ('1', '1', 'tables', 'SQL', 'V1__tables.sql', '188548674', 'sextant', '2026-11-30 13:45:55.037617', '152', 'true'),
    ('2', '2', 'views', 'SQL', 'V2__views.sql', '1609407004', 'sextant', '2026-11-30 13:45:55.246753', '98', 'true'),
    ('3', '3', 'earlier studies', 'SQL', 'V3__earlier_studies.sql', '2119942726', 'sextant', '2026-11-30 13:45:55.397313', '36', 'true'),
    ('4', '4', 'leaderboard by study', 'SQL', 'V4__leaderboard_by_study.sql', '2060358429', 'sextant', '2026-11-30 13:45:55.445549', '2', 'true');

INSERT INTO study (id, name, state, spec, spec_hash, algorithm, metric, goal, max_epochs, slots, devices, trials, running, decisions, epochs, device_seconds, wall_seconds, lock_token, lock_holder, lock_application, lock_since, beat_at, stop_requested_at, created_at, updated_at) OVERRIDING SYSTEM VALUE
VALUES
    ('1', 'source', 'COMPLETED', '{"study":"source","objective":{"metric":"accuracy","goal":"maximize","constraints":[]},"trainer":{"type":"curve-table","table":"/tmp/earlier-study/curves.csv"},"parameters":{"x":{"axis":0,"type":"continuous","low":0.0,"high":1.0,"scale":"linear"}},"fidelity":{"max_epochs":9,"min_epochs":1,"reduction":3},"search":{"algorithm":"random","seed":3},"budget":{"trials":3},"start_with":[],"cluster":{"slots":2,"gpus_per_trial":0,"cpus_per_trial":1,"memory_per_trial":"1g","checkpoint_every":"1m","silence":"30m"}}', '132a59422345d204dadd53cfb318e806859d2eb399844d2aa78c5aadfda91cb9', 'random', 'accuracy', 'maximize', '9', '2', '1', '3', '0', '9', '27', '0.462011', '2.831394', '1', NULL, 'app-20261130134546-0000', NULL, '2026-11-30 13:45:58.70374+00', NULL, '2026-11-30 13:45:55.819878+00', '2026-11-30 13:45:58.70374+00'),
    ('4', 'interrupted', 'RUNNING', '{"study":"interrupted","objective":{"metric":"accuracy","goal":"maximize","constraints":[]},"trainer":{"type":"curve-table","epoch_seconds":0.3,"table":"/tmp/earlier-study/curves.csv"},"parameters":{"x":{"axis":0,"type":"continuous","low":0.0,"high":1.0,"scale":"linear"},"layers":{"axis":1,"type":"integer","low":1,"high":4,"scale":"linear"},"optimizer":{"axis":2,"type":"categorical","values":["adam","sgd"]},"momentum":{"axis":3,"type":"continuous","low":0.5,"high":0.99,"scale":"linear","when":{"optimizer":"sgd"}}},"fidelity":{"max_epochs":9,"min_epochs":1,"reduction":3},"search":{"algorithm":"asha","seed":7,"warm_start":["source"]},"budget":{"trials":24},"start_with":[{"layers":2,"optimizer":"adam","x":0.6}],"cluster":{"slots":2,"gpus_per_trial":0,"cpus_per_trial":1,"memory_per_trial":"1g","checkpoint_every":"1s","silence":"30s"}}', '764bb676fe00107eb8c59a11d98ef3a441115486836eb938818e30c21129aaf8', 'asha', 'accuracy', 'maximize', '9', '2', '1', '4', '2', '8', '10', '2.505577', '34.586577', '1', 'ada@node-1 (process 22333)', 'app-20261130134745-0000', '2026-11-30 13:47:42.909165+00', '2026-11-30 13:48:17.495742+00', NULL, '2026-11-30 13:47:42.651469+00', '2026-11-30 13:48:18.165943+00');

INSERT INTO rung (study_id, rung, epochs)
VALUES
    ('1', '0', '1'),
    ('1', '1', '3'),
    ('1', '2', '9'),
    ('4', '0', '1'),
    ('4', '1', '3'),
    ('4', '2', '9');

INSERT INTO trial (study_id, trial, state, failure, params, seed, proposed_by, run, attempt, target_epoch, epoch, best_value, best_epoch, feasible_value, feasible_epoch, merit, epoch_seconds, device_seconds, error, created_at, updated_at, ended_at)
VALUES
    ('1', '1', 'COMPLETED', NULL, '{"x": 0.21205326691269832}', '2092789425003139053', 'random', '1', '1', '9', '9', '0.56', '8', '0.56', '8', '0.56', '0.016986348999999998', '0.104611', '', '2026-11-30 13:45:57.593163+00', '2026-11-30 13:45:58.138574+00', '2026-11-30 13:45:58.138574+00'),
    ('1', '2', 'COMPLETED', NULL, '{"x": 0.030491155487155974}', '-5528608851982440055', 'random', '1', '1', '9', '9', '0.28', '6', '0.28', '6', '0.28', '0.018099423', '0.200594', '', '2026-11-30 13:45:57.593163+00', '2026-11-30 13:45:58.138574+00', '2026-11-30 13:45:58.138574+00'),
    ('1', '3', 'COMPLETED', NULL, '{"x": 0.6249411912669803}', '-7139356981108613887', 'random', '1', '1', '9', '9', '0.81', '9', '0.81', '9', '0.81', '0.024237643000000003', '0.156806', '', '2026-11-30 13:45:58.138574+00', '2026-11-30 13:45:58.469991+00', '2026-11-30 13:45:58.469991+00'),
    ('4', '1', 'RUNNING', NULL, '{"x": 0.6, "layers": 2, "optimizer": "adam"}', '7191089600892374487', 'asha', '1', '1', '9', '8', '0.8', '8', '0.8', '8', '0.8', '2.8011874459999997', '0', '', '2026-11-30 13:48:12.418037+00', '2026-11-30 13:48:18.165943+00', NULL),
    ('4', '2', 'PAUSED', NULL, '{"x": 0.6249411912669803, "layers": 4, "momentum": 0.550289449651927, "optimizer": "sgd"}', '309689372594955804', 'asha', '1', '1', '1', '1', '0.3', '1', '0.3', '1', '0.3', '0.540075705', '2.024686', '', '2026-11-30 13:48:12.418037+00', '2026-11-30 13:48:15.642453+00', NULL),
    ('4', '3', 'PAUSED', NULL, '{"x": 0.21205326691269832, "layers": 1, "optimizer": "adam"}', '-1830642326893942270', 'asha', '1', '1', '1', '1', '0.2', '1', '0.2', '1', '0.2', '0.353440694', '0.480891', '', '2026-11-30 13:48:15.642453+00', '2026-11-30 13:48:17.610346+00', NULL),
    ('4', '4', 'RUNNING', NULL, '{"x": 0.20331906471222494, "layers": 1, "momentum": 0.5669039312043677, "optimizer": "sgd"}', '-7693578145408079413', 'asha', '1', '1', '1', '0', NULL, NULL, NULL, NULL, NULL, '0', '0', '', '2026-11-30 13:48:17.610346+00', '2026-11-30 13:48:17.610346+00', NULL);

INSERT INTO run (study_id, trial, run, attempt, state, from_epoch, to_epoch, slot, devices, lock_token, application, host, executor, device, helpers, dispatched_at, started_at, seen_at, lease_until, ended_at, device_seconds, outcome)
VALUES
    ('1', '1', '1', '1', 'REACHED', '0', '9', '0', '1', '1', 'app-20261130134546-0000', 'vm', '0', 'cpu', 'onednn-avx2', '2026-11-30 13:45:57.593163+00', '2026-11-30 13:45:58.033963+00', '2026-11-30 13:45:58.033963+00', '2026-11-30 13:46:27.593163+00', '2026-11-30 13:45:58.138574+00', '0.104611', 'reached the top rung, epoch 9: completed'),
    ('1', '2', '1', '1', 'REACHED', '0', '9', '1', '1', '1', 'app-20261130134546-0000', 'vm', '1', 'cpu', 'onednn-avx2', '2026-11-30 13:45:57.593163+00', '2026-11-30 13:45:57.93798+00', '2026-11-30 13:45:57.93798+00', '2026-11-30 13:46:27.593163+00', '2026-11-30 13:45:58.138574+00', '0.200594', 'reached the top rung, epoch 9: completed'),
    ('1', '3', '1', '1', 'REACHED', '0', '9', '0', '1', '1', 'app-20261130134546-0000', 'vm', '1', 'cpu', 'onednn-avx2', '2026-11-30 13:45:58.138574+00', '2026-11-30 13:45:58.313185+00', '2026-11-30 13:45:58.313185+00', '2026-11-30 13:46:28.138574+00', '2026-11-30 13:45:58.469991+00', '0.156806', 'reached the top rung, epoch 9: completed'),
    ('4', '1', '1', '1', 'RUNNING', '0', '9', '0', '1', '1', 'app-20261130134745-0000', 'vm', '0', 'cpu', 'onednn-avx2', '2026-11-30 13:48:12.418037+00', '2026-11-30 13:48:14.217721+00', '2026-11-30 13:48:17.495742+00', '2026-11-30 13:48:47.495742+00', NULL, '0', ''),
    ('4', '2', '1', '1', 'REACHED', '0', '1', '1', '1', '1', 'app-20261130134745-0000', 'vm', '1', 'cpu', 'onednn-avx2', '2026-11-30 13:48:12.418037+00', '2026-11-30 13:48:13.617767+00', '2026-11-30 13:48:13.617767+00', '2026-11-30 13:48:42.418037+00', '2026-11-30 13:48:15.642453+00', '2.024686', 'reached epoch 1: paused'),
    ('4', '3', '1', '1', 'REACHED', '0', '1', '1', '1', '1', 'app-20261130134745-0000', 'vm', '1', 'cpu', 'onednn-avx2', '2026-11-30 13:48:15.642453+00', '2026-11-30 13:48:17.129455+00', '2026-11-30 13:48:17.495742+00', '2026-11-30 13:48:47.495742+00', '2026-11-30 13:48:17.610346+00', '0.480891', 'reached epoch 1: paused'),
    ('4', '4', '1', '1', 'RUNNING', '0', '1', '1', '1', '1', 'app-20261130134745-0000', 'vm', '1', 'cpu', 'onednn-avx2', '2026-11-30 13:48:17.610346+00', '2026-11-30 13:48:17.930726+00', '2026-11-30 13:48:17.930726+00', '2026-11-30 13:48:47.610346+00', NULL, '0', '');

INSERT INTO epoch (study_id, trial, epoch, run, attempt, value, feasible, best, seconds, at)
VALUES
    ('1', '1', '1', '1', '1', '0.2', 'true', '0.2', '0.002899821', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '2', '1', '1', '0.3', 'true', '0.3', '0.000233877', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '3', '1', '1', '0.45', 'true', '0.45', '0.000234999', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '4', '1', '1', '0.5', 'true', '0.5', '0.000224763', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '5', '1', '1', '0.52', 'true', '0.52', '0.000217302', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '6', '1', '1', '0.54', 'true', '0.54', '0.000233427', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '7', '1', '1', '0.55', 'true', '0.55', '0.000234397', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '8', '1', '1', '0.56', 'true', '0.56', '0.00028324', '2026-11-30 13:45:58.033963+00'),
    ('1', '1', '9', '1', '1', '0.56', 'true', '0.56', '0.012424523', '2026-11-30 13:45:58.138574+00'),
    ('1', '2', '1', '1', '1', '0.1', 'true', '0.1', '0.001176495', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '2', '1', '1', '0.2', 'true', '0.2', '0.000238173', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '3', '1', '1', '0.25', 'true', '0.25', '0.000234668', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '4', '1', '1', '0.26', 'true', '0.26', '0.000228138', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '5', '1', '1', '0.27', 'true', '0.27', '0.000234618', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '6', '1', '1', '0.28', 'true', '0.28', '0.00023603', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '7', '1', '1', '0.28', 'true', '0.28', '0.000216801', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '8', '1', '1', '0.28', 'true', '0.28', '0.000269049', '2026-11-30 13:45:58.033963+00'),
    ('1', '2', '9', '1', '1', '0.28', 'true', '0.28', '0.015265451', '2026-11-30 13:45:58.138574+00'),
    ('1', '3', '1', '1', '1', '0.3', 'true', '0.3', '0.000177853', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '2', '1', '1', '0.5', 'true', '0.5', '0.000226536', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '3', '1', '1', '0.6', 'true', '0.6', '0.000133848', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '4', '1', '1', '0.7', 'true', '0.7', '0.000611858', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '5', '1', '1', '0.74', 'true', '0.74', '0.000402617', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '6', '1', '1', '0.77', 'true', '0.77', '0.000477087', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '7', '1', '1', '0.79', 'true', '0.79', '0.000174329', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '8', '1', '1', '0.8', 'true', '0.8', '0.000300085', '2026-11-30 13:45:58.34239+00'),
    ('1', '3', '9', '1', '1', '0.81', 'true', '0.81', '0.02173343', '2026-11-30 13:45:58.417969+00'),
    ('4', '1', '1', '1', '1', '0.3', 'true', '0.3', '0.330197831', '2026-11-30 13:48:15.642453+00'),
    ('4', '1', '2', '1', '1', '0.5', 'true', '0.5', '0.304974231', '2026-11-30 13:48:15.642453+00'),
    ('4', '1', '3', '1', '1', '0.6', 'true', '0.6', '0.487725583', '2026-11-30 13:48:16.166622+00'),
    ('4', '1', '4', '1', '1', '0.7', 'true', '0.7', '0.313154353', '2026-11-30 13:48:16.645962+00'),
    ('4', '1', '5', '1', '1', '0.74', 'true', '0.74', '0.302165565', '2026-11-30 13:48:16.996147+00'),
    ('4', '1', '6', '1', '1', '0.77', 'true', '0.77', '0.426491213', '2026-11-30 13:48:17.554191+00'),
    ('4', '1', '7', '1', '1', '0.79', 'true', '0.79', '0.336031974', '2026-11-30 13:48:17.854914+00'),
    ('4', '1', '8', '1', '1', '0.8', 'true', '0.8', '0.300446696', '2026-11-30 13:48:18.165943+00'),
    ('4', '2', '1', '1', '1', '0.3', 'true', '0.3', '0.540075705', '2026-11-30 13:48:14.492001+00'),
    ('4', '3', '1', '1', '1', '0.2', 'true', '0.2', '0.353440694', '2026-11-30 13:48:17.610346+00');

INSERT INTO measurement (study_id, trial, epoch, metric, value)
VALUES
    ('1', '1', '1', 'accuracy', '0.2'),
    ('1', '1', '2', 'accuracy', '0.3'),
    ('1', '1', '3', 'accuracy', '0.45'),
    ('1', '1', '4', 'accuracy', '0.5'),
    ('1', '1', '5', 'accuracy', '0.52'),
    ('1', '1', '6', 'accuracy', '0.54'),
    ('1', '1', '7', 'accuracy', '0.55'),
    ('1', '1', '8', 'accuracy', '0.56'),
    ('1', '1', '9', 'accuracy', '0.56'),
    ('1', '2', '1', 'accuracy', '0.1'),
    ('1', '2', '2', 'accuracy', '0.2'),
    ('1', '2', '3', 'accuracy', '0.25'),
    ('1', '2', '4', 'accuracy', '0.26'),
    ('1', '2', '5', 'accuracy', '0.27'),
    ('1', '2', '6', 'accuracy', '0.28'),
    ('1', '2', '7', 'accuracy', '0.28'),
    ('1', '2', '8', 'accuracy', '0.28'),
    ('1', '2', '9', 'accuracy', '0.28'),
    ('1', '3', '1', 'accuracy', '0.3'),
    ('1', '3', '2', 'accuracy', '0.5'),
    ('1', '3', '3', 'accuracy', '0.6'),
    ('1', '3', '4', 'accuracy', '0.7'),
    ('1', '3', '5', 'accuracy', '0.74'),
    ('1', '3', '6', 'accuracy', '0.77'),
    ('1', '3', '7', 'accuracy', '0.79'),
    ('1', '3', '8', 'accuracy', '0.8'),
    ('1', '3', '9', 'accuracy', '0.81'),
    ('4', '1', '1', 'accuracy', '0.3'),
    ('4', '1', '2', 'accuracy', '0.5'),
    ('4', '1', '3', 'accuracy', '0.6'),
    ('4', '1', '4', 'accuracy', '0.7'),
    ('4', '1', '5', 'accuracy', '0.74'),
    ('4', '1', '6', 'accuracy', '0.77'),
    ('4', '1', '7', 'accuracy', '0.79'),
    ('4', '1', '8', 'accuracy', '0.8'),
    ('4', '2', '1', 'accuracy', '0.3'),
    ('4', '3', '1', 'accuracy', '0.2');

INSERT INTO checkpoint (study_id, trial, epoch, run, attempt, uri, sha256, bytes, created_at)
VALUES
    ('1', '1', '9', '1', '1', 'file:/tmp/earlier-study/home/checkpoints/source-1-20261130T134555819/trial-0001/epoch-009-run-1-attempt-1.ckpt', '03fcd3cdc7f386bede1b87a3518d009fd9741bf56780eb49eb7b0036b0b9513f', '95', '2026-11-30 13:45:58.138574+00'),
    ('1', '2', '9', '1', '1', 'file:/tmp/earlier-study/home/checkpoints/source-1-20261130T134555819/trial-0002/epoch-009-run-1-attempt-1.ckpt', 'e3a7fcdc0e514bcc709df523456dc80527e7a45f0df5132eb54451a8e8739b5a', '95', '2026-11-30 13:45:58.138574+00'),
    ('1', '3', '9', '1', '1', 'file:/tmp/earlier-study/home/checkpoints/source-1-20261130T134555819/trial-0003/epoch-009-run-1-attempt-1.ckpt', 'a80518166787ff80238e655ef437c19353ffdac4adcbd86d1dc604a27228a061', '95', '2026-11-30 13:45:58.417969+00'),
    ('4', '1', '3', '1', '1', 'file:/tmp/earlier-study/home/checkpoints/interrupted-4-20261130T134742651/trial-0001/epoch-003-run-1-attempt-1.ckpt', '0ed0d6bc625e5e72976bf8f37b86ed74408af5301b6c5d2bea91e070ce610c79', '95', '2026-11-30 13:48:16.166622+00'),
    ('4', '1', '6', '1', '1', 'file:/tmp/earlier-study/home/checkpoints/interrupted-4-20261130T134742651/trial-0001/epoch-006-run-1-attempt-1.ckpt', '9da93da8e5b6d5e8b64505312b0fa4d73d946e1c6dd4a9eca537c910f32a0bf6', '95', '2026-11-30 13:48:17.554191+00'),
    ('4', '2', '1', '1', '1', 'file:/tmp/earlier-study/home/checkpoints/interrupted-4-20261130T134742651/trial-0002/epoch-001-run-1-attempt-1.ckpt', 'bab7622aab8e957a63324565d76a9d707ff1efb48d48593a20fda1434fed9225', '95', '2026-11-30 13:48:14.492001+00'),
    ('4', '3', '1', '1', '1', 'file:/tmp/earlier-study/home/checkpoints/interrupted-4-20261130T134742651/trial-0003/epoch-001-run-1-attempt-1.ckpt', '06f809853e0046f1f6fcc13ae705669074ee2178799a92813f6919bf2def0aab', '95', '2026-11-30 13:48:17.610346+00');

INSERT INTO decision (study_id, decision, kind, trial, run, attempt, from_state, to_state, proposed_by, reason, details, at)
VALUES
    ('1', '1', 'STUDY', NULL, NULL, NULL, NULL, 'CREATED', 'scheduler', 'the study was created', '{}', '2026-11-30 13:45:55.819878+00'),
    ('1', '2', 'STUDY', NULL, NULL, NULL, 'CREATED', 'RUNNING', 'scheduler', 'ada@node-1 (process 16128) runs it with 2 slot(s) on local-cluster[2,1,512] as app-20261130134546-0000', '{}', '2026-11-30 13:45:57.453968+00'),
    ('1', '3', 'START', '1', '1', '1', NULL, 'RUNNING', 'random', 'point 0 of the random sequence: trains 9 epochs', '{"point": 0, "sampler": "random"}', '2026-11-30 13:45:57.593163+00'),
    ('1', '4', 'START', '2', '1', '1', NULL, 'RUNNING', 'random', 'point 1 of the random sequence: trains 9 epochs', '{"point": 1, "sampler": "random"}', '2026-11-30 13:45:57.593163+00'),
    ('1', '5', 'END', '2', '1', '1', 'RUNNING', 'COMPLETED', 'scheduler', 'reached the top rung, epoch 9: completed', '{}', '2026-11-30 13:45:58.138574+00'),
    ('1', '6', 'END', '1', '1', '1', 'RUNNING', 'COMPLETED', 'scheduler', 'reached the top rung, epoch 9: completed', '{}', '2026-11-30 13:45:58.138574+00'),
    ('1', '7', 'START', '3', '1', '1', NULL, 'RUNNING', 'random', 'point 2 of the random sequence: trains 9 epochs', '{"point": 2, "sampler": "random"}', '2026-11-30 13:45:58.138574+00'),
    ('1', '8', 'END', '3', '1', '1', 'RUNNING', 'COMPLETED', 'scheduler', 'reached the top rung, epoch 9: completed', '{}', '2026-11-30 13:45:58.469991+00'),
    ('1', '9', 'STUDY', NULL, NULL, NULL, 'RUNNING', 'COMPLETED', 'scheduler', 'the budget of 3 trials is spent', '{}', '2026-11-30 13:45:58.501887+00'),
    ('4', '1', 'STUDY', NULL, NULL, NULL, NULL, 'CREATED', 'scheduler', 'the study was created with trials to learn from: 3 of source', '{"earlier_trials": {"source": 3}}', '2026-11-30 13:47:42.651469+00'),
    ('4', '2', 'STUDY', NULL, NULL, NULL, 'CREATED', 'RUNNING', 'scheduler', 'ada@node-1 (process 22333) runs it with 2 slot(s) on local-cluster[2,1,512] as app-20261130134745-0000', '{}', '2026-11-30 13:48:11.487292+00'),
    ('4', '3', 'START', '1', '1', '1', NULL, 'RUNNING', 'asha', 'configuration 1 of 1 under start_with: trains 9 epochs', '{"start_with": 1}', '2026-11-30 13:48:12.418037+00'),
    ('4', '4', 'START', '2', '1', '1', NULL, 'RUNNING', 'asha', 'trial 3 of source, one of the best there: starts with 1 epoch', '{"earlier_study": "source", "earlier_trial": 3}', '2026-11-30 13:48:12.418037+00'),
    ('4', '5', 'END', '2', '1', '1', 'RUNNING', 'PAUSED', 'scheduler', 'reached epoch 1: paused', '{}', '2026-11-30 13:48:15.642453+00'),
    ('4', '6', 'START', '3', '1', '1', NULL, 'RUNNING', 'asha', 'trial 1 of source, one of the best there: starts with 1 epoch', '{"earlier_study": "source", "earlier_trial": 1}', '2026-11-30 13:48:15.642453+00'),
    ('4', '7', 'END', '3', '1', '1', 'RUNNING', 'PAUSED', 'scheduler', 'reached epoch 1: paused', '{}', '2026-11-30 13:48:17.610346+00'),
    ('4', '8', 'START', '4', '1', '1', NULL, 'RUNNING', 'asha', 'point 2 of the random sequence: starts with 1 epoch', '{"point": 2, "sampler": "random"}', '2026-11-30 13:48:17.610346+00');

INSERT INTO earlier_study (study_id, "position", name, spec, taken_at)
VALUES
    ('4', '1', 'source', '{"study":"source","objective":{"metric":"accuracy","goal":"maximize","constraints":[]},"trainer":{"type":"curve-table","table":"/tmp/earlier-study/curves.csv"},"parameters":{"x":{"axis":0,"type":"continuous","low":0.0,"high":1.0,"scale":"linear"}},"fidelity":{"max_epochs":9,"min_epochs":1,"reduction":3},"search":{"algorithm":"random","seed":3},"budget":{"trials":3},"start_with":[],"cluster":{"slots":2,"gpus_per_trial":0,"cpus_per_trial":1,"memory_per_trial":"1g","checkpoint_every":"1m","silence":"30m"}}', '2026-11-30 13:47:42.651469+00');

INSERT INTO earlier_trial (study_id, "position", trial, state, params, target_epoch, curve)
VALUES
    ('4', '1', '1', 'COMPLETED', '{"x": 0.21205326691269832}', '9', '{0.2,0.3,0.45,0.5,0.52,0.54,0.55,0.56,0.56}'),
    ('4', '1', '2', 'COMPLETED', '{"x": 0.030491155487155974}', '9', '{0.1,0.2,0.25,0.26,0.27,0.28,0.28,0.28,0.28}'),
    ('4', '1', '3', 'COMPLETED', '{"x": 0.6249411912669803}', '9', '{0.3,0.5,0.6,0.7,0.74,0.77,0.79,0.8,0.81}');
