/**
 * Trainer {@code command}, which trains with any program. The settings of a trial come in; metrics and checkpoints that
 * the program reports go out.
 *
 * <p>The program is started once per run, without a shell, in a process group of its own. Its configuration is in a
 * JSON file named by {@code SEXTANT_CONFIG}; single values are in other {@code SEXTANT_*} variables and replace {@code
 * {name}} placeholders in its arguments. After each epoch it prints one line to its standard output:
 *
 * <pre>{@code {"epoch": 3, "accuracy": 0.91, "loss": 0.3, "checkpoint": "epoch-3"}}</pre>
 *
 * <p>Lines that begin with a brace are such reports; all others are the program's log. {@code checkpoint} is optional.
 * It names a file or folder in the folder {@code SEXTANT_CHECKPOINTS}, which must be complete and have a new name each
 * time; older ones are deleted. {@code "done": true} says that the program wants no further epochs.
 *
 * <p>On resume {@code SEXTANT_RESUME_FROM} is the path of the checkpoint and {@code SEXTANT_FROM_EPOCH} the epoch after
 * which it was written; the first line must report the next epoch. A program without checkpoints starts at epoch 1
 * again. Epochs that it repeats are not reported again, so it must give the same values for the same seed.
 *
 * <p>The environment holds only {@code PATH}, {@code HOME}, the variables of locale, Python, CUDA and the linker, those
 * named by {@code pass_environment}, and {@code SEXTANT_*}. The whole process group is ended at the end of the run and
 * if the executor dies.
 */
package dev.sextant.worker.command;
