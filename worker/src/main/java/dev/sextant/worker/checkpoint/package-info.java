/**
 * Checkpoints on a folder that the driver and all executors share, through Hadoop's file systems.
 *
 * <p>Comes in: a local file that a trainer saved. Goes out: a {@link dev.sextant.common.run.Checkpoint} that is complete,
 * or nothing: a file under its final name is whole. {@link dev.sextant.worker.checkpoint.CheckpointStore} is the door;
 * {@link dev.sextant.worker.checkpoint.FolderProbe} finds out at start whether the folder is shared at all.
 */
package dev.sextant.worker.checkpoint;
