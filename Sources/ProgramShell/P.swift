enum ProgramShellPlaceholder {}
