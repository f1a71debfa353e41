/**
 * The trainer {@code command}: trains with any program.
 *
 * <p>The program is started once a run, without a shell, in a process group of its own. It finds its configuration in a
 * JSON file named by {@code SEXTANT_CONFIG}, and single values in other {@code SEXTANT_*} variables and in {@code {name}}
 * placeholders of its arguments. After each epoch it prints one line to its standard output:
 *
 * <pre>{@code {"epoch": 3, "accuracy": 0.91, "loss": 0.3, "checkpoint": "epoch-3"}}</pre>
 *
 * <p>Lines that begin with a brace are such reports; all others are its log. {@code checkpoint} is optional and names a
 * file or folder, complete by then and with a new name each time, in the folder {@code SEXTANT_CHECKPOINTS}; older ones
 * are deleted for it. {@code "done": true} says that more epochs are of no use. On resume {@code SEXTANT_RESUME_FROM} is
 * the path of the checkpoint and {@code SEXTANT_FROM_EPOCH} the epoch it was written after: the next line's epoch is one
 * more. A program that names no checkpoints begins anew on resume, at epoch 1: what was reported before is trained again
 * and not reported again, so it must give the same values for the same seed.
 *
 * <p>The environment is clean: {@code PATH}, {@code HOME}, locale, Python's, CUDA's and the linker's variables, those
 * named by {@code pass_environment}, and {@code SEXTANT_*}. At the end of the run, and when the executor dies, the whole
 * process group is ended.
 */
package dev.sextant.worker.command;
