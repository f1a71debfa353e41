package dev.sextant.common.trainer;

/**
 * A problem with the value of a setting.
 *
 * @param setting name of the setting
 * @param message the value, what is wrong with it, and what to do, such as {@code (data/cras) is not a folder; give the
 *     folder that contains one folder per class}
 */
public record SettingProblem(String setting, String message) {}
