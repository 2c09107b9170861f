module weightkin

go 1.19
