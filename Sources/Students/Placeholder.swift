enum StudentsPlaceholder {}
