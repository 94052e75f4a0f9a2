"""What runs inside the containers: supervisor, zygote, confinement, the job. Standard library and the wire only."""
