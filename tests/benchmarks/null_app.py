"""A FastAPI app with one route that accepts any request and does nothing, served as Nomen is."""

import sys

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/readyz")
async def readyz() -> dict[str, str]:
    """Say that the app is ready."""
    return {"status": "ready"}


@app.post("/null")
async def null() -> dict[str, str]:
    """Do nothing."""
    return {"status": "done"}


if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
    )
